import { createClientFromRequest } from "npm:@base44/sdk";

// Three ways to ask for the warehouse's data; none of them works.
Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const byType = await connectors.getConnection("databricks");
  const byName = await connectors.getWorkspaceConnection("databricks");
  const byId = await connectors.getConnection("68f0c2a4b1d3e5f7a9b1c3d5");
  return Response.json({ found: [byType, byName].some((each) => each.connectionConfig) || !!byId.token });
});
