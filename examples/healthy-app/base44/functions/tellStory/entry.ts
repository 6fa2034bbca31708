import { createClientFromRequest } from "npm:@base44/sdk";

// The month's story: its text from Notion, a post on LinkedIn.
Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const { pageId, author } = await req.json();

  const { accessToken: notion } = await base44.asServiceRole.connectors.getConnection("notion");
  const page = await fetch(`https://api.notion.com/v1/pages/${pageId}`, {
    headers: { Authorization: `Bearer ${notion}`, "Notion-Version": "2022-06-28" },
  });
  const { properties } = await page.json();

  const { accessToken: linkedin } = await base44.asServiceRole.connectors.getConnection("linkedin");
  const post = await fetch("https://api.linkedin.com/rest/posts", {
    method: "POST",
    headers: { Authorization: `Bearer ${linkedin}`, "LinkedIn-Version": "202511" },
    body: JSON.stringify({ author, commentary: properties.Story, visibility: "PUBLIC" }),
  });
  return Response.json({ posted: post.ok });
});
