@testable import Running
import Diagnostics
import Execution
import Planning
import Randomness
import Testing

@testable import Reporting

/// Names as users make them up, in the scripts that they use.
private let names = [
  "train.sparse", "a", "", "experiment-with-a-name-that-somebody-thought-would-explain-everything-about-it/train.x",
  "学習.疎な共有", "обучение", "e\u{301}e\u{301}e\u{301}", "👩‍👩‍👧‍👦🇩🇪👍🏽", "tab\tline\nbell\u{7}", "ｗｉｄｅ",
]

/// The columns that `line` takes on a terminal that joins nothing, by rules of its own: a character of the East Asian
/// scripts or an emoji takes two, a mark none.
private func columns(_ line: String) -> Int {
  line.unicodeScalars.reduce(0) { sum, scalar in
    if scalar.properties.generalCategory == .nonspacingMark || scalar.properties.generalCategory == .format {
      return sum
    }
    let isWide = scalar.value >= 0x1100 && ![0x2026, 0x2013].contains(scalar.value)
    return sum + (isWide ? 2 : 1)
  }
}

/// A state of a run that is drawn at random.
private func randomProgress(seed: UInt64) -> RunProgress {
  var stream = RandomStream(seed: seed)
  func name() -> String { names[stream.nextIndex(below: names.count)] }
  let count = 1 + stream.nextIndex(below: 12)
  let stages = (0..<count).map { number in
    specimen(number, called: name())
  }
  var progress = RunProgress()
  let works = stages.map {
    RunOutline.Work(stage: $0.id, inputs: [], seconds: Double(stream.nextIndex(below: 100_000)))
  }
  progress.take(
    .began(RunOutline(experiment: name(), total: count + 5, cached: 5, jobs: 3, pending: works)), at: 0)
  for (index, stage) in stages.enumerated() {
    let time = Double(index)
    switch stream.nextIndex(below: 6) {
    case 0: break
    case 1: progress.take(.stageTaken(stage), at: time)
    case 2:
      progress.take(.stageStarted(stage), at: time)
      progress.take(.stageFailed(stage, .interrupted), at: time)
    default:
      progress.take(.stageStarted(stage), at: time)
      let dev = (0..<stream.nextIndex(below: 5)).map { _ in TrainingProgress.TaskValue(name(), stream.nextDouble()) }
      let training = TrainingProgress(
        epoch: 1 + stream.nextIndex(below: 1000), epochs: 1000, step: stream.nextIndex(below: 100), steps: 100,
        loss: stream.nextDouble() * 1e6, learningRate: 0.1, tokensPerSecond: stream.nextDouble() * 1e9,
        epochEnd: TrainingProgress.EpochEnd(losses: [], dev: dev))
      if stream.nextIndex(below: 3) > 0 { progress.take(.training(stage.id, training), at: time) }
    }
  }
  return progress
}

@Suite struct RunScreenTests {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func noLineIsWiderThanTheTerminal(seed: UInt64) {
    let progress = randomProgress(seed: seed)
    for width in 20...200 {
      for height in [2, 100] {
        let lines = RunScreen(progress, at: 100).lines(width: width, height: height)
        #expect(lines.count <= height && !lines.isEmpty)
        for line in lines {
          #expect(columns(line) <= width, "\(line)")
          #expect(
            !line.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(line.debugDescription)")
        }
      }
    }
  }

  /// Whatever the width, what matters most is there.
  @Test func whatMattersMostIsLeftOutLast() throws {
    let stage = specimen(0, called: "train.a-sparse-network-with-a-long-name")
    var progress = RunProgress()
    let work = RunOutline.Work(stage: stage.id, inputs: [], seconds: 60)
    progress.take(.began(RunOutline(experiment: "quickstart", total: 9, cached: 4, jobs: 2, pending: [work])), at: 0)
    progress.take(.stageStarted(stage), at: 0)
    func training(_ epoch: Int) -> TrainingProgress {
      TrainingProgress(
        epoch: epoch, epochs: 20, step: 0, steps: 50, loss: 0.51234, learningRate: 0.1, tokensPerSecond: 23_456,
        epochEnd: TrainingProgress.EpochEnd(
          losses: [], dev: [TrainingProgress.TaskValue("pos", 0.9672), TrainingProgress.TaskValue("ner", 0.8642)]))
    }
    progress.take(.training(stage.id, training(1)), at: 0)
    progress.take(.training(stage.id, training(3)), at: 20)
    func lines(_ width: Int) -> [String] { RunScreen(progress, at: 20).lines(width: width) }
    #expect(
      lines(140) == [
        "quickstart, 0 done, 4 cached, 1 running, 4 queued, 3 min 0 s left",
        "  train.a-sparse-network-with-a-long-name  epoch 3/20  23456 tokens/s  loss 0.5123  dev pos 96.72, ner 86.42  "
          + "3 min 0 s left",
      ])
    #expect(
      lines(60) == [
        "quickstart, 0 done, 1 running, 4 queued, 3 min 0 s left",
        "  train.a-sparse-n…  epoch 3/20  loss 0.5123  3 min 0 s left",
      ])
    #expect(lines(30) == ["quickstart, 3 min 0 s left", "  train.a-sparse-…  epoch 3/20"])
  }

  @Test func aRunThatHasNotBegunShowsNothing() {
    #expect(RunScreen(RunProgress(), at: 3).lines(width: 80) == [])
  }
}
