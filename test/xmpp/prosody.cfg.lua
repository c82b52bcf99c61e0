-- Prosody for the tests: with this package's two plugins, on loopback. What is in ${…} is filled in by prosody.mjs.
pidfile = "${DIR}/prosody.pid"
plugin_paths = { "${PLUGINS}" }
data_path = "${DIR}"
run_as_root = true
daemonize = false
log = { { levels = { min = "info" }, to = "file", filename = "${DIR}/prosody.log" } }
network_backend = "epoll"
storage = "memory"
modules_enabled = { "saslauth", "websocket", "bosh", "smacks", "disco", "ping" }
modules_disabled = { "s2s", "offline" }
c2s_ports = {}
s2s_ports = {}
http_ports = { ${PORT} }
http_interfaces = { "127.0.0.1" }
https_ports = {}
http_default_host = "${HOST}"
-- in production a proxy before it has the certificate
consider_websocket_secure = true
consider_bosh_secure = true
http_cors_override = { bosh = { enabled = true } }
allow_unencrypted_plain_auth = true
bosh_max_inactivity = ${RESUME}
smacks_hibernation_time = ${RESUME}
smacks_max_ack_delay = 5
network_settings = { read_timeout = ${PING} }

VirtualHost "${HOST}"
  authentication = "ot_token"
  ot_token_secret = "${SECRET}"

Component "session.${HOST}" "muc"
  modules_enabled = { "ot_session" }
  muc_room_locking = false
  muc_tombstones = false
  muc_room_default_history_length = 0
  muc_room_default_public = false
  muc_room_cache_size = 10000
  component_admins_as_room_owners = false
