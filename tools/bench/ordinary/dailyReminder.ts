import { createClientFromRequest } from "npm:@base44/sdk@0.8.50";

const DAY = 24 * 60 * 60 * 1000;

Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req).asServiceRole;
  const now = Date.now();
  const tasks = await base44.entities.Task.filter({ status: "open" }, "due_date", 500);
  const due = tasks.filter((task) => {
    const at = new Date(task.due_date).getTime();
    return at - now < DAY && !task.reminded;
  });
  const byOwner = Object.groupBy(due, (task) => task.owner_email);
  const failures: string[] = [];
  for (const [owner, own] of Object.entries(byOwner)) {
    const list = (own ?? [])
      .map((task) => `<li>${task.title} (${new Date(task.due_date).toLocaleDateString("en-GB")})</li>`)
      .join("\n");
    try {
      await base44.integrations.Core.SendEmail({
        to: owner,
        subject: `${own?.length} tasks are due`,
        body: `<p>These tasks are due within a day:</p><ul>${list}</ul>`,
      });
      await Promise.all((own ?? []).map((task) => base44.entities.Task.update(task.id, { reminded: true })));
    } catch (error) {
      failures.push(`${owner}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return Response.json({ due: due.length, failures });
});
