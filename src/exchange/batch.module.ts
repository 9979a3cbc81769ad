/** Batches, for the web server: a batch goes on by the session of whoever ordered it (decision 0055). */
import { folderModule } from '../base/module.js'
import { Batches } from './batch.service.js'
import { BatchPapers } from './batchPapers.js'
import { BatchRunner } from './batchRunner.js'
import { BatchSubmitting } from './batchSubmitting.js'

class BatchModule {}

export const batchModule = () => folderModule(BatchModule, [Batches, BatchRunner, BatchPapers, BatchSubmitting])
