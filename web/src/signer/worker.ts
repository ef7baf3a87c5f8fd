import { served } from '../core/call'
import { check, runCheck } from '../core/calls/check'
import { checkCodes, runCheckCodes } from '../core/calls/check-codes'
import { create, runCreate } from '../core/calls/create'
import { describe, runDescribe } from '../core/calls/describe'
import { inspect, runInspect } from '../core/calls/inspect'
import { serve } from '../core/worker'
import { readRequests, runReadRequests } from './calls/read-requests'
import { runSort, sort } from './calls/sort'
import { runUnzip, unzip } from './calls/unzip'

/** The worker of this page: what the core does, and what takes long or touches files that may be keys. */
serve([
    served(inspect, runInspect), served(check, runCheck), served(create, runCreate),
    served(sort, runSort), served(unzip, runUnzip), served(readRequests, runReadRequests), served(checkCodes, runCheckCodes),
    served(describe, runDescribe),
])
