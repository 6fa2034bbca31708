const API = "https://api.hubapi.com";

// All requests to HubSpot go through here.
export function hubspot(token: string, path: string, method = "GET", body?: unknown) {
  return fetch(`${API}/crm/v3/objects/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    body: body ? JSON.stringify(body) : undefined,
  });
}
