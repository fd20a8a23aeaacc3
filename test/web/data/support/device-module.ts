export { openDevice } from '../../../../web/data/device/device.ts'
export { storageState } from '../../../../web/data/storage-state.ts'
