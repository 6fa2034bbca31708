// One place for all requests to Google: the path decides which API it is.
export async function google(token: string, url: string, method = "GET", body?: unknown) {
  const answer = await fetch(url, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`Google answered ${answer.status}`);
  return answer.json();
}
