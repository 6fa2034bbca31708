import { createClientFromRequest } from "npm:@base44/sdk";

const GRAPH = "https://graph.microsoft.com/v1.0/me";
const HUBSPOT = "https://api.hubapi.com/crm/v3/objects";

const headers = (token: string) => ({
  Authorization: `Bearer ${token}`,
  "Content-Type": "application/json",
});

// The customer's contact and deal from HubSpot, then a meeting and a mail in Outlook.
Deno.serve(async (req) => {
  const db = createClientFromRequest(req).asServiceRole;
  const hubspot = await db.connectors.getConnection("hubspot");
  const { contactId, dealId, event, message } = await req.json();
  const options = { headers: headers(hubspot.accessToken) };
  const contact = await (await fetch(`${HUBSPOT}/contacts/${contactId}`, options)).json();
  const deal = await (await fetch(`${HUBSPOT}/deals/${dealId}`, options)).json();

  const outlook = await db.connectors.getConnection("outlook");
  await fetch(`${GRAPH}/events`, {
    method: "POST",
    headers: headers(outlook.accessToken),
    body: JSON.stringify({
      ...event,
      subject: deal.properties.dealname,
      attendees: [contact.properties.email],
    }),
  });
  await fetch(`${GRAPH}/sendMail`, {
    method: "POST",
    headers: headers(outlook.accessToken),
    body: JSON.stringify({ message }),
  });
  return Response.json({ planned: true });
});
