import { createClientFromRequest } from "npm:@base44/sdk";
import { google } from "../../shared/google.ts";

const API = "https://www.googleapis.com/calendar/v3";

Deno.serve(async (req) => {
  const service = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await service.connectors.getConnection("googlecalendar");
  const calendars = await google(accessToken, `${API}/users/me/calendarList`);
  for (const calendar of calendars.items) {
    const id = encodeURIComponent(calendar.id);
    const events = await google(accessToken, `${API}/calendars/${id}/events?singleEvents=true`);
    for (const event of events.items) {
      await google(accessToken, `${API}/calendars/${id}/events/${event.id}`, "PATCH", {
        summary: `Visit: ${event.summary}`,
      });
    }
  }
  return Response.json({ calendars: calendars.items.length });
});
