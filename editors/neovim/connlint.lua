-- connlint in Neovim 0.11 and newer: add this to init.lua.
vim.lsp.config("connlint", {
  cmd = { "connlint", "server" },
  filetypes = {
    "json", "jsonc", "toml",
    "javascript", "javascriptreact", "typescript", "typescriptreact",
  },
  root_markers = { "base44/config.jsonc", "base44/config.json", "connlint.toml" },
  -- Files outside an app start no server.
  workspace_required = true,
  -- A change in one file can cause a finding in another. Neovim 0.11 asks only about the file that
  -- you edit; with this, connlint can tell it to ask about the others too.
  capabilities = { workspace = { diagnostics = { refreshSupport = true } } },
  handlers = {
    ["workspace/diagnostic/refresh"] = function(_, _, context)
      local client = vim.lsp.get_client_by_id(context.client_id)
      for buffer in pairs(client and client.attached_buffers or {}) do
        local document = { uri = vim.uri_from_bufnr(buffer) }
        client:request("textDocument/diagnostic", { textDocument = document }, nil, buffer)
      end
      return vim.NIL
    end,
  },
})
vim.lsp.enable("connlint")
