import Testing

@testable import Model

@Suite struct MetricTests {
  @Test func labelsTellMetricsApart() {
    #expect(Set(Metric.allCases.map(\.descriptor.label)).count == Metric.allCases.count)
    #expect(Set(Metric.allCases.map(\.descriptor.abbreviation)).count == Metric.allCases.count)
  }

  @Test func headingsStartWithACapital() {
    #expect(Metric.accuracy.descriptor.heading == "Acc.")
    #expect(Metric.spanF1.descriptor.heading == "F1")
    #expect(Metric.macroF1.descriptor.heading == "Macro F1")
  }

  @Test func valuesAreShownInHundredths() {
    #expect(Metric.mcc.descriptor.shown(-0.5) == -50)
    #expect(Metric.spanF1.descriptor.shown(0.5) == 50)
  }

  @Test func meritGrowsWithQuality() {
    let error = MetricDescriptor(label: "error", unit: .percent, higherIsBetter: false, averaging: .tokens)
    #expect(error.merit(0.1) > error.merit(0.2))
    #expect(Metric.accuracy.descriptor.merit(0.1) < Metric.accuracy.descriptor.merit(0.2))
  }
}
