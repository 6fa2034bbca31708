import { createClientFromRequest } from "npm:@base44/sdk@0.8.50";

type Row = Record<string, string>;

const FIELDS: Record<string, string> = {
  "e-mail": "email",
  mail: "email",
  "full name": "name",
  company: "company",
  phone: "phone",
  telephone: "phone",
};

function parseLine(line: string, separator: string): string[] {
  const cells: string[] = [];
  let current = "";
  let quoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const char = line[index];
    if (char === '"') {
      if (quoted && line[index + 1] === '"') {
        current += '"';
        index += 1;
      } else {
        quoted = !quoted;
      }
    } else if (char === separator && !quoted) {
      cells.push(current.trim());
      current = "";
    } else {
      current += char;
    }
  }
  cells.push(current.trim());
  return cells;
}

function parseTable(text: string): Row[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").filter((line) => line.trim() !== "");
  if (lines.length < 2) return [];
  const separator = lines[0].includes(";") ? ";" : ",";
  const names = parseLine(lines[0], separator).map((name) => FIELDS[name.toLowerCase()] ?? name.toLowerCase());
  return lines.slice(1).map((line) => {
    const cells = parseLine(line, separator);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}

function isEmail(text: string): boolean {
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text);
}

Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const user = await base44.auth.me();
  if (user?.role !== "admin") {
    return Response.json({ error: "Only admins can import contacts" }, { status: 403 });
  }
  const { file_url, dry_run = false } = await req.json();
  const file = await fetch(file_url);
  if (!file.ok) {
    return Response.json({ error: `The file cannot be read: ${file.status}` }, { status: 400 });
  }
  const rows = parseTable(await file.text());
  const known = new Map<string, string>();
  for (const contact of await base44.asServiceRole.entities.Contact.list("-created_date", 5000)) {
    known.set(contact.email.toLowerCase(), contact.id);
  }
  const result = { created: 0, updated: 0, skipped: [] as { row: number; reason: string }[] };
  const created: Row[] = [];
  for (const [index, row] of rows.entries()) {
    const email = row.email?.toLowerCase() ?? "";
    if (!isEmail(email)) {
      result.skipped.push({ row: index + 2, reason: "no valid address" });
      continue;
    }
    const id = known.get(email);
    if (id) {
      if (!dry_run) await base44.asServiceRole.entities.Contact.update(id, { ...row, email });
      result.updated += 1;
    } else {
      created.push({ ...row, email });
      known.set(email, "new");
      result.created += 1;
    }
  }
  if (!dry_run && created.length > 0) {
    for (let start = 0; start < created.length; start += 100) {
      await base44.asServiceRole.entities.Contact.bulkCreate(created.slice(start, start + 100));
    }
  }
  return Response.json(result);
});
