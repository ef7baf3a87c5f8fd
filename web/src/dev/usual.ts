/** What a certificate is valid for where nothing is said: CAs a year, all others ninety days. */
export const usualDays = { root: 365, intermediate: 365, 'edge-ca': 365, device: 90, server: 90, verification: 30 } as const
