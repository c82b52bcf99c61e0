-- Authenticates users by token: a JSON Web Token (HS256), sent as the password of the account that it names.
--
--   authentication = "ot_token"
--   ot_token_secret = "at least 32 characters, shared between your backend and this server"
--
-- Claims: jid ("name@host"), exp, and what mod_ot_session reads: session, role, data. There are no stored accounts.

local jwt = require "util.jwt";
local new_sasl = require "util.sasl".new;
local nodeprep = require "util.encodings".stringprep.nodeprep;
local valid_utf8 = require "util.encodings".utf8.valid;

local secret = module:get_option_string("ot_token_secret");
if not secret or #secret < 32 then error("ot_token_secret must have at least 32 characters", 0); end

local MAX_DATA_LENGTH = 8192 * 4; -- bytes

-- Whether XML can represent the value.
local function is_text(value, limit)
	return type(value) == "string" and #value <= limit and valid_utf8(value) and not value:find("[%z\1-\8\11\12\14-\31\127]")
		and not value:find("\239\191[\190\191]");
end

local function claims_of(username, token)
	local ok, valid, claims = pcall(jwt.verify, secret, token);
	if not ok or not valid or type(claims) ~= "table" then return nil, "it is not a token, or not signed with this server's secret"; end
	if type(claims.exp) ~= "number" or claims.exp <= os.time() then return nil, "it has expired"; end
	if type(claims.nbf) == "number" and claims.nbf > os.time() then return nil, "it is not valid yet"; end
	if claims.jid ~= username.."@"..module.host then return nil, "it belongs to another account"; end
	if not is_text(claims.session, 1023) or not nodeprep(claims.session) then return nil, "it does not name a session"; end
	if claims.data ~= nil and not is_text(claims.data, MAX_DATA_LENGTH) then return nil, "its data is not valid text"; end
	return claims;
end

local provider = {};

function provider.get_sasl_handler(session)
	return new_sasl(module.host, {
		plain_test = function(_, username, token)
			local claims, problem = claims_of(username, token);
			session.ot_claims = claims;
			if not claims then module:log("info", "refused a token: %s", problem); end
			return claims ~= nil, true;
		end;
	});
end

-- required of a provider; there are no stored accounts
function provider.test_password() return nil, "not supported"; end
function provider.user_exists() return true; end
function provider.create_user() return nil, "not supported"; end
function provider.set_password() return nil, "not supported"; end
function provider.delete_user() return nil, "not supported"; end

module:provides("auth", provider);
