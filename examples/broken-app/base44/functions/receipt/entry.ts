import { createClientFromRequest } from "npm:@base44/sdk";

// Sends a receipt by mail, and shows far too much in the log.
Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const token = await base44.asServiceRole.connectors.getAccessToken("gmail");
  console.log("mail with", token);
  const { raw } = await req.json();
  await fetch("https://gmail.googleapis.com/gmail/v1/users/me/messages/send", {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ raw }),
  });
  return Response.json({ sent: true });
});
