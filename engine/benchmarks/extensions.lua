-- For wrk with one connection a thread, so that each answer belongs to the last request. Asks for what is always there (`a` and
-- a file) and for what comes and goes (`b`, `c`), and looks whether whoever answers is who was asked.
local threads = {}

function setup(thread)
  thread:set("id", #threads)
  threads[#threads + 1] = thread
end

local who = {"a", "b", "a", "c", "file"}
local n, asked, path = 0, nil, nil
local known = {}

function init()
  answers, gone, lost, misrouted, versions = 0, 0, 0, 0, 0
end

function request()
  n = n + 1
  asked = who[n % #who + 1]
  path = asked == "file" and "/1k.txt" or "/" .. asked .. "/" .. id .. "-" .. n
  return wrk.format("GET", path)
end

function response(status, headers, body)
  answers = answers + 1
  if asked == "file" then
    if status ~= 200 or #body ~= 1024 then lost = lost + 1 end
    return
  end
  if status == 200 then
    local name, version, of = body:match("^(%S+) (%S+) (%S+)$")
    if name ~= asked or of ~= path then
      misrouted = misrouted + 1
    elseif not known[version] then
      known[version] = true
      versions = versions + 1
    end
  elseif status == 404 and asked ~= "a" then
    gone = gone + 1
  else
    lost = lost + 1
  end
end

function done(summary, latency, requests)
  local sum = {answers = 0, gone = 0, lost = 0, misrouted = 0}
  local most = 0
  for _, thread in ipairs(threads) do
    for name in pairs(sum) do sum[name] = sum[name] + thread:get(name) end
    most = math.max(most, thread:get("versions"))
  end
  local errors = summary.errors
  io.write(string.format("\nchecked %d %d %d %d %d %d %d %d\n", sum.answers, sum.gone, sum.lost, sum.misrouted,
    errors.connect + errors.read + errors.write, errors.timeout, most, latency:percentile(99)))
end
