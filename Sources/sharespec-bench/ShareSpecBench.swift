import ArgumentParser

/// Measurements of the product's hot paths, on the machine and the data at hand.
@main
struct ShareSpecBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sharespec-bench",
    abstract: "Measure how fast ShareSpec is here.",
    discussion: """
      Lines on standard output are a name, a blank and a number.

      EXAMPLES
        sharespec-bench compile --variants 10000
        sharespec-bench diff --variants 1296
        sharespec-bench training --corpus conll2003/train.txt --columns 3
        sharespec-bench training --corpus conll2003/train.txt --threads 2 --layers 2 --masked --head crf
      """,
    subcommands: [Training.self, CompileBenchmark.self, DiffBenchmark.self])
}
