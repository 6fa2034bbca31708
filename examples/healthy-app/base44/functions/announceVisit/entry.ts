import { createClientFromRequest } from "npm:@base44/sdk";
import { WebClient } from "npm:@slack/web-api";

Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const { accessToken } = await base44.asServiceRole.connectors.getConnection("slackbot");
  const slack = new WebClient(accessToken);
  const { channels } = await slack.conversations.list({ types: "public_channel" });
  const channel = channels.find((each) => each.name === "visits");
  await slack.chat.postMessage({ channel: channel.id, text: "A visit has ended." });
  return Response.json({ ok: true });
});
