/** dist/msal-browser.js: loaded only when somebody signs in, and by the sign-in window when it comes back. */
export { PublicClientApplication } from '@azure/msal-browser'
export { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge'
