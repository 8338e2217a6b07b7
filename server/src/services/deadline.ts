/** How much earlier than ours the client's timer of the same deadline may fire: its clock began first. */
const SLACK_MS = 100;

/** Whether a call that ends now ends because its deadline has passed. */
export function endsByDeadline(call: { getDeadline(): Date | number }): boolean {
  return Date.now() >= Number(call.getDeadline()) - SLACK_MS;
}
