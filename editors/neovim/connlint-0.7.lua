-- connlint in Neovim 0.7 to 0.10: add this to init.lua.
local filetypes = {
  "json", "jsonc", "toml",
  "javascript", "javascriptreact", "typescript", "typescriptreact",
}
local markers = { "base44/config.jsonc", "base44/config.json", "connlint.toml" }
local clients = {}

local function root_of(file)
  for _, marker in ipairs(markers) do
    local found = vim.fn.findfile(marker, vim.fn.fnamemodify(file, ":p:h") .. ";")
    if found ~= "" then
      local folders = marker:find("/") and ":p:h:h" or ":p:h"
      return vim.fn.fnamemodify(found, folders)
    end
  end
end

local function attach(event)
  local root = root_of(event.file)
  -- Files outside an app start no server.
  if not root then
    return
  end
  clients[root] = clients[root] or vim.lsp.start_client({
    name = "connlint",
    cmd = { "connlint", "server" },
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
    on_exit = function()
      clients[root] = nil
    end,
  })
  if clients[root] then
    vim.lsp.buf_attach_client(event.buf, clients[root])
  end
end

vim.api.nvim_create_autocmd("FileType", {
  group = vim.api.nvim_create_augroup("connlint", {}),
  pattern = filetypes,
  callback = attach,
})
