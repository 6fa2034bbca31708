import { createClientFromRequest } from "npm:@base44/sdk@0.8.50";

Deno.serve(async (req) => {
  try {
    const base44 = createClientFromRequest(req);
    const user = await base44.auth.me();
    if (!user) return Response.json({ error: "Unauthorized" }, { status: 401 });
    const { orderId, note } = await req.json();
    const order = await base44.entities.Order.get(orderId);
    if (!order) return Response.json({ error: "Not found" }, { status: 404 });
    const items = await base44.entities.OrderItem.filter({ order_id: orderId }, "-created_date", 200);
    let total = 0;
    for (const item of items) {
      const price = Number(item.price ?? 0);
      const count = Number(item.count ?? 1);
      total += price * count;
    }
    const summary = await base44.integrations.Core.InvokeLLM({
      prompt: `Summarise this order for ${user.full_name}: ${items.map((item) => `${item.count} x ${item.name}`).join(", ")}`,
      response_json_schema: { type: "object", properties: { text: { type: "string" } } },
    });
    await base44.entities.Order.update(orderId, { total, note, summary: summary.text, status: "confirmed" });
    return Response.json({ success: true, total });
  } catch (error) {
    console.error("confirmOrder failed:", error);
    return Response.json({ error: error.message }, { status: 500 });
  }
});
