import { base44 } from "@/api/base44Client";

// The browser has no service role: this belongs in a function.
export async function loadOrders() {
  const { accessToken } = await base44.asServiceRole.connectors.getConnection("googlesheets");
  return fetch("https://sheets.googleapis.com/v4/spreadsheets/orders/values/A1:F99", {
    headers: { Authorization: `Bearer ${accessToken}` },
  });
}
