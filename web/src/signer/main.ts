import { CoreClient } from '../core/client'
import { Actions } from './actions'
import { Store } from './state'
import { caView } from './view/ca'
import { checklistView } from './view/checklist'
import { codeView } from './view/code'
import { createView } from './view/create'
import { dropView } from './view/drop'
import { errorsView } from './view/errors'
import { keyView } from './view/key'
import { optionsView } from './view/options'
import { resultView } from './view/result'

/** The page: one state, actions that change it with what the core says, and views that show it. */
const store = new Store()
const actions = new Actions(store, new CoreClient(), () => new Date())

codeView(store, actions)
keyView(store, actions)
caView(store, actions)
checklistView(store)
optionsView(store, actions)
createView(store, actions)
resultView(store, actions)
errorsView(store)
dropView(store, actions)
