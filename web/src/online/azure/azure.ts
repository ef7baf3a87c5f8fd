import type { Cloud } from '../cloud/model'
import type { Provider } from '../cloud/provider'
import { Certificates } from './certificates'
import { portalAddress } from './clouds'
import type { ApiVersions } from './config'
import { ManagementHttp } from './http'
import { Pickers } from './pickers'
import type { AccessToken } from './token'

/** token: asked before each attempt, so that a renewed one is taken at once. */
export function azure({ managementEndpoint, portal }: Cloud, versions: ApiVersions, token: () => AccessToken): Provider {
    const http = new ManagementHttp(managementEndpoint, token)
    return {
        catalogue: new Pickers(http, versions), entries: new Certificates(http, versions),
        portalAddress: ({ id }, tenant) => portal === null ? null : portalAddress(portal, id, tenant),
    }
}
