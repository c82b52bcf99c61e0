-- Turns rooms into sessions: a token determines which room its user may enter, the role, and the connection data that
-- other occupants receive.
--
--   Component "session.chat.example.org" "muc"
--     modules_enabled = { "ot_session" }
--
-- Uses the claims of mod_auth_ot_token: session (the room's name), role ("moderator" may remove others), data (the
-- connection data). A room is created when its first occupant enters, and has no owner.

local st = require "util.stanza";
local jid = require "util.jid";
local nodeprep = require "util.encodings".stringprep.nodeprep;
local now = require "util.time".now;

local NS = "urn:x-ot:connection:1";

-- the <connection> element of each occupant
local elements = setmetatable({}, { __mode = "k" }); -- room -> nick -> element

local function refuse(event, kind, condition, text)
	event.origin.send(st.error_reply(event.stanza, kind, condition, text, event.room.jid));
	return true;
end

local function enter(event)
	local claims = event.origin.ot_claims;
	if not claims or nodeprep(claims.session) ~= jid.node(event.room.jid) then
		return refuse(event, "auth", "registration-required", "The token is of another session");
	end
end

module:hook("muc-room-pre-create", enter, 100);
module:hook("muc-occupant-pre-join", enter, 100);

module:hook("muc-occupant-pre-join", function (event)
	local claims, room = event.origin.ot_claims, event.room;
	event.occupant.role = claims.role == "moderator" and "moderator" or "participant";
	elements[room] = elements[room] or {};
	elements[room][event.occupant.nick] =
		st.stanza("connection", { xmlns = NS, created = string.format("%d", math.floor(now() * 1000)) }):text(claims.data or "");
end, -100);

module:hook("muc-occupant-left", function (event)
	if elements[event.room] then elements[event.room][event.nick] = nil; end
end, -100);

-- removes <connection> elements that clients send themselves
module:hook("muc-build-occupant-presence", function (event)
	local stanza = event.stanza;
	stanza:maptags(function (tag)
		if tag.name ~= "connection" or tag.attr.xmlns ~= NS then return tag; end
	end);
	local element = event.occupant and elements[event.room] and elements[event.room][event.occupant.nick];
	if element and stanza.attr.type == nil then stanza:add_direct_child(st.clone(element)); end
end, -100);

-- an occupant's nick is its connection ID, which cannot change
module:hook("muc-occupant-pre-change", function (event)
	return refuse(event, "cancel", "not-allowed", "A connection keeps its name");
end, 100);

-- affiliations cannot be set: only tokens grant rights, and a room has no owner
module:hook("muc-pre-set-affiliation", function (event)
	event.allowed = false;
end, 100);

module:hook("muc-pre-set-role", function (event)
	local actor = event.room:get_occupant_by_real_jid(event.actor);
	event.allowed = actor ~= nil and actor.role == "moderator" and event.role == nil;
	event.error, event.condition = "cancel", "not-allowed";
end, 100);
