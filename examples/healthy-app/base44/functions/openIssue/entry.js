import { createClientFromRequest } from "npm:@base44/sdk";

const GITHUB = "https://api.github.com";

Deno.serve(async (req) => {
  const { asServiceRole } = createClientFromRequest(req);
  const token = (await asServiceRole.connectors.getConnection("github")).accessToken;
  const headers = { Authorization: `token ${token}`, Accept: "application/vnd.github+json" };
  const me = await (await fetch(`${GITHUB}/user`, { headers })).json();
  const { repo, title } = await req.json();
  const issue = await fetch(`${GITHUB}/repos/${me.login}/${repo}/issues`, {
    method: "POST",
    headers,
    body: JSON.stringify({ title }),
  });
  return Response.json(await issue.json());
});
