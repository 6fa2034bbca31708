;;; drive.el --- does in Emacs what a file of steps says -*- lexical-binding: t -*-

;; CONNLINT_STEPS names the file, CONNLINT_SEEN the one to write what is seen after each step,
;; CONNLINT_CODE the page's code, and CONNLINT_PATIENCE how many seconds to wait for what a step
;; expects.  Lines and columns count from 0; columns are characters.

(require 'json)
(require 'seq)

(setq make-backup-files nil
      create-lockfiles nil
      auto-save-default nil
      eglot-autoshutdown nil
      eglot-sync-connect 20
      eglot-confirm-server-initiated-edits nil
      enable-local-variables nil)

(defconst drive-seconds (string-to-number (getenv "CONNLINT_PATIENCE")))

(defun drive-wait (done)
  "Let the server speak until DONE returns something, and return that."
  (let ((end (+ (float-time) drive-seconds)) value)
    (while (and (not (setq value (funcall done))) (< (float-time) end))
      (accept-process-output nil 0.05))
    value))

(defun drive-place (step key)
  "Where STEP says by its line and the column under KEY."
  (save-excursion
    (goto-char (point-min))
    (forward-line (alist-get 'line step))
    (+ (point) (alist-get key step))))

(defun drive-line-and-column (place)
  "The line and the column of PLACE."
  (save-excursion
    (goto-char place)
    (list (1- (line-number-at-pos place)) (- place (line-beginning-position)))))

(defun drive-diagnostic (each)
  "What Flymake shows as EACH."
  (let ((text (flymake-diagnostic-text each)))
    `((message . ,text)
      (range . ,(vconcat (drive-line-and-column (flymake-diagnostic-beg each))
                         (drive-line-and-column (flymake-diagnostic-end each))))
      (rule . ,(if (string-match "\\[\\([a-z-]+\\)\\]" text) (match-string 1 text) text)))))

(defun drive-diagnostics ()
  "What Flymake shows in this buffer."
  (mapcar #'drive-diagnostic (flymake-diagnostics)))

(defun drive-rules (found)
  "The rules of the FOUND diagnostics, in one text."
  (string-join (sort (mapcar (lambda (each) (alist-get 'rule each)) found) #'string<) " "))

(defun drive-sync ()
  "Tell the server of edits now; the timer for that is none of batch mode."
  (eglot--signal-textDocument/didChange))

(defun drive-open (step)
  "Visit the file of STEP."
  (switch-to-buffer (find-file-noselect (alist-get 'path step)))
  ;; In batch mode, nothing comes after the command that would connect.
  (when (memq #'eglot-ensure (symbol-value (intern (format "%s-hook" major-mode))))
    (unless (eglot-managed-p)
      (apply #'eglot (let ((inhibit-message t)) (eglot--guess-contact))))
    (drive-wait #'eglot-managed-p)
    (flymake-start))
  (symbol-name major-mode))

(defun drive-wait-for-diagnostics (step)
  "The diagnostics of the file of STEP, as soon as their rules are those."
  (with-current-buffer (find-buffer-visiting (alist-get 'path step))
    (drive-wait (lambda () (equal (drive-rules (drive-diagnostics)) (alist-get 'rules step))))
    (let ((end (+ (float-time) (/ (or (alist-get 'settle step) 0) 1000.0))))
      (while (< (float-time) end) (accept-process-output nil 0.05)))
    (vconcat (drive-diagnostics))))

(defun drive-action (step)
  "Choose the code action of STEP by its title; all titles."
  (goto-char (drive-place step 'column))
  ;; Without an event, Eglot would open a menu for the mouse.
  (let ((last-nonmenu-event ?x) titles)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt choices &rest _)
                 (setq titles (mapcar (lambda (each) (if (consp each) (car each) each)) choices))
                 (alist-get 'title step))))
      ;; It is an error for Eglot that there are none.
      (ignore-errors (call-interactively #'eglot-code-actions)))
    (drive-sync)
    (vconcat (sort titles #'string<))))

(defun drive-hover (step)
  "What ElDoc gets to show at the place of STEP."
  (goto-char (drive-place step 'column))
  (let (said)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq said (or text ""))))
    (substring-no-properties (or (drive-wait (lambda () said)) ""))))

(defun drive-replace (step)
  "Put the text of STEP in the place of a part of a line."
  (let ((start (drive-place step 'column)) (stop (drive-place step 'stop)))
    (goto-char start)
    (delete-region start stop)
    (insert (alist-get 'text step)))
  (drive-sync)
  t)

(defun drive-complete (step)
  "What completion offers at the place of STEP; what its label says is taken."
  (goto-char (drive-place step 'column))
  (pcase-let* ((`(,start ,end ,table . ,properties) (eglot-completion-at-point))
               (offered (all-completions (buffer-substring start end) table))
               (taken (seq-find (lambda (each) (equal each (alist-get 'label step))) offered)))
    (when taken
      (delete-region start end)
      (insert taken)
      (funcall (plist-get properties :exit-function) taken 'finished))
    (vconcat (mapcar #'substring-no-properties offered))))

(defun drive-step (step)
  "Do one STEP."
  (pcase (alist-get 'do step)
    ("open" (drive-open step))
    ("diagnostics" (drive-wait-for-diagnostics step))
    ("action" (drive-action step))
    ("hover" (drive-hover step))
    ("replace" (drive-replace step))
    ("complete" (drive-complete step))
    ("text" (buffer-substring-no-properties (point-min) (point-max)))
    ("save" (save-buffer) t)
    ("close" (kill-buffer) t)
    ("leave" (eglot-shutdown-all) t)
    ("clients" (length (process-list)))))

(defun drive-play ()
  "Do all steps; what was seen after each, in lists of one."
  (let ((json-array-type 'list))
    (mapcar (lambda (step) (vector (drive-step step)))
            (json-read-file (getenv "CONNLINT_STEPS")))))

(defun drive-write (value)
  "Write VALUE where it is wanted."
  (let ((coding-system-for-write 'utf-8))
    (write-region (json-encode value) nil (getenv "CONNLINT_SEEN"))))

(condition-case problem
    (progn
      (load (getenv "CONNLINT_CODE") nil t)
      (setq flymake-no-changes-timeout 0)
      (drive-write `((seen . ,(vconcat (drive-play)))))
      (kill-emacs 0))
  (error
   (drive-write `((error . ,(format "%S" problem))))
   (kill-emacs 1)))
;;; drive.el ends here
