/**
 * The body as text, or null when it has more than `limit` bytes; the rest of it is then not fetched.
 *
 * @throws what breaks the connection, or the reason of the request's signal
 */
export const readBounded = async (response: Response, limit: number): Promise<string | null> => {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream, and with it the connection.
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
