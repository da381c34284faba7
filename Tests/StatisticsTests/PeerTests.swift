import Foundation
import Randomness
import TestSupport
import Testing

@testable import Statistics

/// Figures of SciPy and deepsig, within what random draws leave open.
@Suite struct PeerTests {
  private struct Samples: Encodable {
    let left: [Double]
    let right: [Double]
    let first: [Double]
    let second: [Double]
  }

  private struct Figures: Decodable {
    let low: Double
    let high: Double
    let p: Double
    let aso: Double
    let welch: Double
    let paired: Double
  }

  private func figures(of samples: Samples, _ python: String) throws -> Figures {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "peers.py").path
    let output = try run([python, script], input: Array(try JSONEncoder().encode(samples)))
    return try JSONDecoder().decode(Figures.self, from: Data(output))
  }

  @Test(arguments: [(0.7, 0.02), (0.75, 0.05), (0.9, 0.001)])
  func testsAgreeWithTheirs(accuracy: Double, spread: Double) throws {
    guard let python = PythonEnvironment("statistics").python(toTry: "SciPy and deepsig") else { return }
    let stream = RandomStream(seed: 1).derived(Int(1000 * accuracy))
    let worse = SimulatedOutcomes(itemCount: 300, accuracy: 0.7)
    var better = worse
    better.accuracy = accuracy
    let left = better.runs(stream.derived("items"), stream.derived("a"))[0]
    let right = worse.runs(stream.derived("items"), stream.derived("b"))[0]
    var scores = stream.derived("scores")
    let first = (0..<7).map { _ in accuracy + spread * scores.nextDouble() }
    let second = (0..<5).map { _ in 0.7 + spread * scores.nextDouble() }
    func values(_ series: OutcomeSeries) -> [Double] {
      stride(from: 0, to: series.counts.count, by: 2).map { Double(series.counts[$0]) }
    }
    let peers = try figures(
      of: Samples(left: values(left), right: values(right), first: first, second: second), python)

    let estimate = ResampledDifference([left], [right], isPaired: true, resamples: 4000, stream: stream).overItems()
    // The error of a percentile of 4,000 draws is some hundredths of the interval's width.
    let tolerance = 0.08 * (peers.high - peers.low)
    #expect(abs(estimate.interval.lowerBound - peers.low) < tolerance)
    #expect(abs(estimate.interval.upperBound - peers.high) < tolerance)

    let exchanged = ExchangedScores(of: [(left: left, right: right)], count: 4000, stream: stream)
    let p = ExchangedScores.pValue(ofMeanOf: [exchanged])
    let deviation = (peers.p * (1 - peers.p) / 4000).squareRoot()
    #expect(abs(p - peers.p) < 4 * deviation + 0.001, "\(p), \(peers.p)")

    let order = AlmostStochasticOrder(first, over: second, resamples: 5000, stream: stream)
    #expect(abs(order.bound - peers.aso) < 0.05, "\(order), \(peers.aso)")

    // Without items to resample, the hierarchical test is Student's, and nearly Welch's where runs are not paired.
    func runs(_ scores: [Double]) -> [ResampledDifference.Run] {
      scores.map { ResampledDifference.Run(observed: $0, resampled: [$0, $0]) }
    }
    let pairs = ResampledDifference(left: runs(Array(first[..<5])), right: runs(second), isPaired: true)
    let own = pairs.overRunsAndItems()
    #expect(abs(own.pValue - peers.paired) < 1e-6 * peers.paired + 1e-12, "\(own.pValue), \(peers.paired)")
    let unpaired = ResampledDifference(left: runs(first), right: runs(second), isPaired: false).overRunsAndItems()
    #expect(unpaired.pValue >= 0.9 * peers.welch, "\(unpaired.pValue), \(peers.welch)")
  }
}
