import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Inputs
import MaskAlgebra
import PlanFormat
import Planning
import Reporting
import SpecSyntax

/// The rules of all phases, in the order of their codes.
let allCodes =
  (SyntaxCode.all + SpecCode.all + MaskCode.all + GraphCode.all + PlanCode.all + InputCode.all + DataCode.all
  + BudgetCode.all)
  .sorted { $0.id < $1.id }
