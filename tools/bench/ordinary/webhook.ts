import { createClientFromRequest } from "npm:@base44/sdk@0.8.50";

async function isSigned(secret: string, body: string, signature: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const digest = await crypto.subtle.sign("HMAC", key, encoder.encode(body));
  const expected = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (expected.length !== signature.length) return false;
  let difference = 0;
  for (let index = 0; index < expected.length; index += 1) {
    difference |= expected.charCodeAt(index) ^ signature.charCodeAt(index);
  }
  return difference === 0;
}

Deno.serve(async (req) => {
  if (req.method !== "POST") return new Response("Method not allowed", { status: 405 });
  const body = await req.text();
  const secret = Deno.env.get("FORM_WEBHOOK_SECRET") ?? "";
  if (!(await isSigned(secret, body, req.headers.get("x-signature") ?? ""))) {
    return new Response("Wrong signature", { status: 401 });
  }
  const base44 = createClientFromRequest(req);
  const event = JSON.parse(body);
  switch (event.type) {
    case "lead.created":
      await base44.asServiceRole.entities.Lead.create({ ...event.lead, source: "form" });
      break;
    case "lead.updated": {
      const [lead] = await base44.asServiceRole.entities.Lead.filter({ external_id: event.lead.id });
      if (lead) await base44.asServiceRole.entities.Lead.update(lead.id, event.lead);
      break;
    }
    case "lead.deleted": {
      const [lead] = await base44.asServiceRole.entities.Lead.filter({ external_id: event.lead.id });
      if (lead) await base44.asServiceRole.entities.Lead.delete(lead.id);
      break;
    }
    default:
      return Response.json({ ignored: event.type });
  }
  return Response.json({ received: true });
});
