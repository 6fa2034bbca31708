;;; connlint.el --- connlint in Emacs, by way of Eglot -*- lexical-binding: t -*-

(require 'eglot)

(define-derived-mode connlint-connector-mode js-mode "Connector"
  "Connector files of Base44 apps: JSON with comments."
  (setq-local js-indent-level 2))

;; A scope is one symbol, with all of its characters, so that it is completed as a whole.
(dolist (char '(?: ?. ?-))
  (modify-syntax-entry char "_" connlint-connector-mode-syntax-table))
(modify-syntax-entry ?/ "_ 124b" connlint-connector-mode-syntax-table)

;; The language that Eglot reports to the server.
(put 'connlint-connector-mode 'eglot-language-id "jsonc")

(add-to-list 'auto-mode-alist '("/connectors/[^/]+\\.jsonc?\\'" . connlint-connector-mode))
(add-to-list 'eglot-server-programs '(connlint-connector-mode . ("connlint" "server")))
(add-hook 'connlint-connector-mode-hook #'eglot-ensure)

(provide 'connlint)
;;; connlint.el ends here
