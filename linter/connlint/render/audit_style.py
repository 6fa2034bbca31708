"""Style sheet of the least-privilege report's page, with a light and a dark theme."""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root {
  --ground: #ffffff; --raised: #f6f7f9; --ink: #1c2430; --faint: #5a6675; --line: #d5dae1;
  --needed: #11693a; --covered: #8a5300; --unused: #a3281e; --missing: #a3281e; --unknown: #4a5568;
  --maybe: #0b57a4; --added: #4a5568;
  --needed-ground: #dcf3e4; --covered-ground: #fdeccb; --unused-ground: #fde1de;
  --missing-ground: #a3281e; --missing: #ffffff; --unknown-ground: #e6eaf0; --link: #0b57a4;
  --maybe-ground: #dcebfb; --added-ground: transparent; --shadow: rgb(28 36 48 / 28%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181e; --raised: #1c2229; --ink: #e4e8ee; --faint: #9aa6b4; --line: #343d48;
    --needed: #7fdca2; --covered: #f3c574; --unused: #ff9d92; --unknown: #b9c4d1;
    --maybe: #86bdf5; --added: #b9c4d1;
    --needed-ground: #15361f; --covered-ground: #3d2d0c; --unused-ground: #45191a;
    --missing-ground: #ff9d92; --missing: #2b0c0a; --unknown-ground: #2b333d; --link: #86bdf5;
    --maybe-ground: #16304a; --added-ground: transparent; --shadow: rgb(0 0 0 / 75%);
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
}
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .25rem; overflow-wrap: anywhere; }
h3 { font-size: 1.05rem; margin: 0; }
a { color: var(--link); }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.legend, .scopes { list-style: none; margin: .5rem 0; padding: 0; }
.legend { display: flex; flex-wrap: wrap; gap: .5rem; }
.scopes li { margin: .3rem 0; }
.scopes ul, details ul { list-style: disc; padding-left: 2rem; }
.badge {
  display: inline-block; padding: 0 .5rem; border-radius: 1rem; font-size: .85rem;
  white-space: nowrap;
}
.note, .where, footer, caption { color: var(--faint); }
.note { font-size: .9rem; }
.where { margin: 0 0 .5rem; }
article {
  margin: 1rem 0; padding: 1rem; background: var(--raised); border: 1px solid var(--line);
  border-radius: .5rem;
}
summary { cursor: pointer; }
nav ul { margin: 0; padding-left: 1.25rem; }
nav ul ul { display: flex; flex-wrap: wrap; gap: 0 1rem; list-style: none; padding: 0; }
nav li { margin: .35rem 0; overflow-wrap: anywhere; }
nav ul ul li { margin: 0; }
/* A shadow at each side on which the table goes on: the grounds move with it, and cover them. */
.matrix {
  overflow-x: auto; margin: 1rem 0; scrollbar-width: thin;
  background:
    linear-gradient(to right, var(--ground) 60%, transparent) left / 2rem 100% local,
    linear-gradient(to left, var(--ground) 60%, transparent) right / 2rem 100% local,
    linear-gradient(to right, var(--shadow), transparent) left / .75rem 100%,
    linear-gradient(to left, var(--shadow), transparent) right / .75rem 100%;
  background-repeat: no-repeat;
}
.cue { margin: 1rem 0 -.5rem; color: var(--faint); font-size: .9rem; }
@media (min-width: 48.01rem) { .cue.narrow { display: none; } }
table { border-collapse: collapse; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: center; }
th { font-weight: 600; }
td { min-width: 2.2rem; }
tbody th, thead tr + tr th:first-child {
  text-align: left; position: sticky; left: 0; background: var(--ground);
}
th.scope { vertical-align: bottom; }
th.scope span {
  writing-mode: vertical-rl; transform: rotate(180deg); max-height: 18rem; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis;
}
th.scope b { display: block; }
.needed { color: var(--needed); background: var(--needed-ground); }
.covered { color: var(--covered); background: var(--covered-ground); }
.unused { color: var(--unused); background: var(--unused-ground); }
.missing { color: var(--missing); background: var(--missing-ground); }
.unknown { color: var(--unknown); background: var(--unknown-ground); }
.maybe { color: var(--maybe); background: var(--maybe-ground); }
.added { color: var(--added); background: var(--added-ground); }
.badge.added { outline: 1px solid var(--line); outline-offset: -1px; }
footer { margin-top: 2rem; font-size: .85rem; }
@media (max-width: 30rem) {
  body { padding: 1rem .75rem; }
  .scopes ul, details ul { padding-left: 1.25rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; }
  .cue { display: none; }
  .matrix { overflow: visible; background: none; }
  table { font-size: 7pt; }
  th, td { padding: .1rem .2rem; min-width: 0; }
  th[scope=colgroup] { font-size: 6pt; }
  tbody th, thead tr + tr th:first-child { position: static; }
  article { background: none; }
  li, tr, h2, h3 { break-inside: avoid; }
  h2, h3, .where { break-after: avoid; }
  /* Paper cannot be clicked: what is closed is shown as well. */
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
}
"""
