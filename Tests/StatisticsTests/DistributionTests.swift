import Testing

@testable import Statistics

@Suite struct DistributionTests {
  /// Values of `scipy.stats.norm.ppf` (SciPy 1.17.1).
  @Test(arguments: [
    (0.975, 1.959963984540054), (0.5, 0), (0.05, -1.6448536269514729), (1e-10, -6.361340902404056),
    (0.9999, 3.719016485455709),
  ])
  func normalQuantilesAreSciPys(p: Double, value: Double) {
    #expect(abs(NormalDistribution.quantile(p) - value) < 1e-11)
    #expect(abs(NormalDistribution.probability(below: value) - p) < 1e-14)
  }

  /// Values of `2 * scipy.stats.t.sf(t, degrees)` (SciPy 1.17.1).
  @Test(arguments: [
    (4.302652729911275, 2.0, 0.04999999999651663), (1, 1, 0.5),
    (2.5, 2, 0.12961172022151082), (3, 7.3, 0.018980551023133497),
    (0.1, 30, 0.9210096117902712), (12, 3, 0.0012450158007893362), (40, 2.0001, 0.000624225100467821),
    (2, 100_000, 0.04550296345750651),
  ])
  func studentsTailsAreSciPys(t: Double, degrees: Double, tail: Double) {
    let student = StudentDistribution(degrees: degrees)
    #expect(abs(student.tailProbability(t) - tail) < 1e-10 * max(1e-3, tail) + 1e-13)
    #expect(abs(student.criticalValue(tail) - t) < 1e-7 * t)
  }

  @Test func manyDegreesAreNormal() {
    let normal = StudentDistribution(degrees: .infinity)
    #expect(abs(normal.criticalValue(0.05) - 1.959963984540054) < 1e-11)
    #expect(abs(normal.tailProbability(1.959963984540054) - 0.05) < 1e-13)
  }

  /// The example of statsmodels' `multipletests(p, method="holm")`.
  @Test func holmMultipliesBySmallerNumbersFromTheSmallestOn() {
    #expect(holmAdjusted([0.01, 0.04, 0.03, 0.005]) == [0.03, 0.06, 0.06, 0.02])
    #expect(holmAdjusted([0.5, 0.6]) == [1, 1])
    #expect(holmAdjusted([]) == [])
  }
}
