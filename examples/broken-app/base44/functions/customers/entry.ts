import { createClientFromRequest } from "npm:@base44/sdk";
import { hubspot } from "../../shared/hubspot.ts";

Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const { accessToken } = await base44.connectors.getConnection("hubspot");
  const { email } = await req.json();
  await hubspot(accessToken, "contacts", "POST", { properties: { email } });
  const known = await hubspot(accessToken, "contacts?limit=100");
  return Response.json(await known.json());
});
