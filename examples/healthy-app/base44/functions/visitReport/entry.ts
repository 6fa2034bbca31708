import { createClientFromRequest } from "npm:@base44/sdk";
import { google } from "../../shared/google.ts";

const SHEETS = "https://sheets.googleapis.com/v4/spreadsheets";
const SEND = "https://gmail.googleapis.com/gmail/v1/users/me/messages/send";
const UPLOAD = "https://www.googleapis.com/upload/drive/v3/files?uploadType=media";

// A visit becomes a row in the sheet, a photo in the drive, and a mail to the customer.
Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const { connectors } = base44.asServiceRole;
  const { visit, sheetId, raw } = await req.json();

  const { accessToken: sheets } = await connectors.getConnection("googlesheets");
  const range = encodeURIComponent("Visits!A1");
  const row = [visit.date, visit.customer, visit.notes];
  await google(sheets, `${SHEETS}/${sheetId}/values/${range}:append`, "POST", {
    values: [row],
  });

  const { accessToken: drive } = await connectors.getConnection("googledrive");
  const photo = await google(drive, UPLOAD, "POST", visit.photo);

  const { accessToken: gmail } = await connectors.getConnection("gmail");
  await google(gmail, SEND, "POST", { raw });
  return Response.json({ photo: photo.id });
});
