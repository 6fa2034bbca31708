import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const db = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await db.connectors.getConnection("x");
  const { text } = await req.json();
  await fetch("https://api.x.com/2/tweets", {
    method: "POST",
    headers: { Authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ text }),
  });
  return Response.json({ posted: true });
});
