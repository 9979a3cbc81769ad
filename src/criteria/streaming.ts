/**
 * What looks doubtful in the figures of a channel, with the arithmetic that a reader can do again.
 * A finding proves nothing and stops nothing: an assessor looks at it and writes a sentence. The
 * thresholds are reference data of kind `streamingChecks`.
 */
import type { StreamingChecks, StreamingFinding } from './streamingChecks.js'
import { findIndicatorFaults, findPeriodFaults, findRatioFaults, findRecordFaults } from './streamingFigures.js'
import { findSeriesFaults } from './streamingSeries.js'
import { channelName } from './streamingWords.js'
import { type ChannelAnswers, readChannels } from './subject.js'

/**
 * Everything doubtful in the figures of all channels, channel by channel. What a platform exported
 * is looked at where `hasExport` is true; figures that are not known are not looked at. `filedOn`
 * is the filing day (YYYY-MM-DD). Total for channels of any completeness and type.
 */
export function streamingFindings(
  channels: readonly (ChannelAnswers | null | undefined)[] | null | undefined,
  checks: StreamingChecks,
  filedOn: string,
): StreamingFinding[] {
  return readChannels(channels).flatMap((channel, index) => {
    const name = channelName(channel, index)
    const exported =
      channel.hasExport === true
        ? [
            ...findPeriodFaults(channel, checks, filedOn),
            ...findSeriesFaults(channel, checks),
            ...findIndicatorFaults(channel, checks),
            ...findRecordFaults(channel),
          ]
        : []
    return [...findRatioFaults(channel, checks), ...exported].map(
      ({ code, at, message, arithmetic, months = [], evidence = null }): StreamingFinding => ({
        code,
        channel: index,
        channelName: name,
        months,
        message: { zh: `${name.zh}：${message.zh}。`, en: `${name.en}: ${message.en}.` },
        arithmetic,
        evidence,
        path: `channels.${index}.${at}`,
        source: checks.source,
      }),
    )
  })
}
