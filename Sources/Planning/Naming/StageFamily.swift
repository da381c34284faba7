/// Stages that differ only in their round, fraction or seed, or in the cell of a sweep that they are of.
package struct StageFamily: Hashable, Sendable {
  package let kind: StagePurpose.Kind
  package let tasks: [String]

  /// The further test set that the stages score on.
  package let set: String?

  /// The name under which the variant is declared whose results are read from the stages.
  package let variant: String?

  /// The family of the stage called `title`, `declared` being the name under which its variant is declared.
  package init(_ title: StageTitle, declared: String?) {
    kind = title.purpose.kind
    tasks = title.purpose.tasks
    set = title.purpose.set
    variant = declared
  }
}
