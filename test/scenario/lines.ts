/** A reset of an upstream of its own for every number up to 250. */
export function lineOf(host: number): string {
  return `2026/11/22 09:14:03 [error] 7#7: *5 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 198.51.100.23, server: shop-${host}.example, request: "GET / HTTP/1.1", upstream: "http://10.0.3.${host}:8080/", host: "shop-${host}.example"`;
}
