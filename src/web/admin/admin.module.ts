/** The administrators’ pages: people, outages, announcements, mail, jobs and stored files. */
import { Module } from '@nestjs/common'
import { AnnouncementsController } from './announcements.controller.js'
import { AdminFilesController } from './files.controller.js'
import { AdminJobsController } from './jobs.controller.js'
import { AdminMessagesController } from './messages.controller.js'
import { OutagesController } from './outages.controller.js'
import { PeopleController } from './people.controller.js'
import { PersonController } from './person.controller.js'

@Module({
  controllers: [
    PeopleController,
    PersonController,
    OutagesController,
    AnnouncementsController,
    AdminMessagesController,
    AdminJobsController,
    AdminFilesController,
  ],
})
export class AdminModule {}
