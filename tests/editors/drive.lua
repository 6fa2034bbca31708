-- Does in Neovim what a file of steps says, and writes down what is seen after each.
--
-- CONNLINT_STEPS names the file, CONNLINT_SEEN the one to write, CONNLINT_CODE the page's code,
-- and CONNLINT_PATIENCE how many seconds to wait for what a step expects.
-- Lines and columns count from 0; columns are bytes, as Neovim counts them.

local SECONDS = tonumber(os.getenv("CONNLINT_PATIENCE"))
local counts = { pushed = 0, asked = 0 }

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local function write(path, value)
  local file = assert(io.open(path, "wb"))
  file:write(vim.fn.json_encode(value))
  file:close()
end

-- What comes of its own accord, and what is asked for, is counted on its way.
local function count(method, name)
  local handler = vim.lsp.handlers[method]
  vim.lsp.handlers[method] = function(...)
    counts[name] = counts[name] + 1
    return handler(...)
  end
end

local function buffer_of(path)
  return vim.fn.bufadd(path)
end

local function found(path)
  local list = {}
  for _, each in ipairs(vim.diagnostic.get(buffer_of(path))) do
    if each.source == "connlint" then
      table.insert(list, {
        rule = each.code or each.user_data.lsp.code,
        range = { each.lnum, each.col, each.end_lnum, each.end_col },
        message = each.message,
      })
    end
  end
  return list
end

local function rules_of(list)
  local rules = {}
  for _, each in ipairs(list) do
    table.insert(rules, each.rule)
  end
  table.sort(rules)
  return table.concat(rules, " ")
end

local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      return window
    end
  end
end

local function go(step)
  vim.api.nvim_win_set_cursor(0, { step.line + 1, step.column })
end

local does = {}

function does.open(step)
  vim.cmd("edit " .. vim.fn.fnameescape(step.path))
  local clients = vim.lsp.get_clients or vim.lsp.get_active_clients
  -- Where no server is expected, a step says how long to wait for one.
  vim.wait((step.patience or SECONDS) * 1000, function()
    local client = clients()[1]
    return client and client.initialized and vim.lsp.buf_is_attached(0, client.id)
  end, 20)
  return vim.bo.filetype
end

function does.diagnostics(step)
  vim.wait(SECONDS * 1000, function()
    return rules_of(found(step.path)) == step.rules
  end, 20)
  if step.settle then
    vim.wait(step.settle, function() return false end, 20)
  end
  return found(step.path)
end

function does.action(step)
  go(step)
  local titles, tick = {}, vim.api.nvim_buf_get_changedtick(0)
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      -- Some return a second value.
      table.insert(titles, (options.format_item(item)))
    end
    for index, item in ipairs(items) do
      if titles[index] == step.title then
        choose(item, index)
      end
    end
  end
  vim.lsp.buf.code_action()
  vim.wait(SECONDS * 1000, function()
    return vim.api.nvim_buf_get_changedtick(0) ~= tick
  end, 20)
  table.sort(titles)
  return titles
end

function does.hover(step)
  go(step)
  vim.lsp.buf.hover()
  vim.wait(SECONDS * 1000, floating, 20)
  local window = floating()
  if not window then
    return ""
  end
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  vim.api.nvim_win_close(window, true)
  return table.concat(lines, "\n")
end

function does.replace(step)
  vim.api.nvim_buf_set_text(0, step.line, step.column, step.line, step.stop, { step.text })
  return true
end

function does.definition(step)
  local before = vim.api.nvim_get_current_buf()
  go(step)
  vim.lsp.buf.definition()
  vim.wait(SECONDS * 1000, function()
    return vim.api.nvim_get_current_buf() ~= before
  end, 20)
  local cursor = vim.api.nvim_win_get_cursor(0)
  return { vim.fn.expand("%:t"), cursor[1] - 1, cursor[2] }
end

-- Type <C-x><C-o> at a place, and take what is wanted of the menu that opens.
function does.complete(step)
  go(step)
  vim.bo.omnifunc = "v:lua.vim.lsp.omnifunc"
  local offered = {}
  local function take()
    for index, item in ipairs(vim.fn.complete_info({ "items" }).items) do
      table.insert(offered, item.word)
      if item.abbr == step.label then
        vim.api.nvim_select_popupmenu_item(index - 1, true, true, {})
      end
    end
    vim.api.nvim_input("<Esc>")
  end
  local tries = 0
  local function look()
    tries = tries + 1
    if vim.fn.pumvisible() == 1 or tries > SECONDS * 20 then
      take()
    else
      vim.defer_fn(look, 50)
    end
  end
  vim.defer_fn(look, 50)
  local keys = vim.api.nvim_replace_termcodes("i<C-x><C-o>", true, false, true)
  vim.api.nvim_feedkeys(keys, "x!", false)
  return offered
end

function does.text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n") .. "\n"
end

function does.save()
  vim.cmd("write")
  return true
end

function does.close()
  vim.cmd("bdelete")
  return true
end

-- Neovim takes its leave of the servers when it ends, which comes after all steps.
function does.leave()
  return true
end

function does.counts()
  return counts
end

function does.clients()
  return #(vim.lsp.get_clients or vim.lsp.get_active_clients)()
end

local function play()
  count("textDocument/publishDiagnostics", "pushed")
  if vim.lsp.handlers["textDocument/diagnostic"] then
    count("textDocument/diagnostic", "asked")
  end
  vim.o.swapfile = false
  -- A buffer that is left keeps its unsaved text.
  vim.o.hidden = true
  dofile(os.getenv("CONNLINT_CODE"))
  local seen = {}
  for _, step in ipairs(vim.fn.json_decode(read(os.getenv("CONNLINT_STEPS")))) do
    table.insert(seen, { does[step["do"]](step) })
  end
  return seen
end

local is_done, result = xpcall(play, debug.traceback)
write(os.getenv("CONNLINT_SEEN"), is_done and { seen = result } or { error = result })
vim.cmd(is_done and "qall!" or "cquit")
