/// The style sheet of reports: light and dark, on screens and on paper.
///
/// *Source*: colours are those of Okabe and Ito, "Color Universal Design", 2008, which people with any colour vision
/// tell apart, lightened where the ground is dark.
enum ReportStyle {
  private static let light =
    "--ground:#fff;--text:#1b1b1b;--muted:#5f6368;--rule:#d8dbde;--shade:#0072b2;--hurt:#9a5b00;"
    + "--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#8a6d00;--c5:#56b4e9;--c6:#e69f00;--c7:#555"

  private static let dark =
    "--ground:#16181b;--text:#e8e8e8;--muted:#a4a9ae;--rule:#3a3f44;--shade:#6cb6f0;--hurt:#f0b45a;"
    + "--c0:#6cb6f0;--c1:#ff8f4f;--c2:#3fc79a;--c3:#e6a3c8;--c4:#d8c24a;--c5:#9bd4f5;--c6:#f5b942;--c7:#b5b5b5"

  /// The colours of pages and drawings: light, and dark on screens where the reader prefers that.
  static let colours = """
    :root{\(light)}
    @media screen and (prefers-color-scheme:dark){:root{\(dark)}}

    """

  /// What drawings need.
  static let drawings =
    """
    \(colours)\
    .chart{font:12px system-ui,sans-serif;background:var(--ground)}
    .chart text{fill:var(--text)}.chart .t{font-weight:600;text-anchor:middle}.chart .n{font-size:11px;text-anchor:middle}
    .chart .e{text-anchor:end}.chart .b{text-anchor:start}.chart .l{font-size:11px}
    .chart .g{stroke:var(--rule)}.chart .a{stroke:var(--muted)}.chart .p{fill:none!important;stroke-width:1.8}
    .chart .c{fill:none;stroke:var(--text)}.chart .d{fill:var(--text)}.chart .o{fill:var(--rule)}
    .chart .s{fill:var(--shade)}.chart .m{stroke-width:1.5}.chart .h{fill:var(--ground)!important}

    """
    + (0..<SeriesStyle.count).map {
      ".chart .s\($0){stroke:var(--c\($0));fill:var(--c\($0))}.chart .f\($0){fill:var(--c\($0))}\n"
    }
    .joined()

  /// What pages need besides.
  static let page = """
    body{margin:0 auto;max-width:74rem;padding:1.5rem;background:var(--ground);color:var(--text);\
    font:16px/1.5 system-ui,sans-serif}
    h1{font-size:1.7rem;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .4rem;break-after:avoid}
    a{color:var(--shade)}p.lead{margin:.2rem 0 1rem;color:var(--muted)}
    .scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.4rem 0}
    th,td{padding:.22rem .7rem;text-align:right;white-space:nowrap}th:first-child,td.t,th.t{text-align:left}
    thead{border-top:2px solid var(--text);border-bottom:1px solid var(--text)}tbody{border-bottom:2px solid var(--text)}
    th{font-weight:600}thead th.g{text-align:center;border-bottom:1px solid var(--rule)}
    tbody th{text-align:left;font-weight:400}tr.r{color:var(--muted)}
    td .d,td .r{color:var(--muted);font-size:.82em}td .r{margin-left:.3em}
    td.best .v{font-weight:700}td.hurt .v{color:var(--hurt)}
    .notes{margin:.2rem 0;padding:0;list-style:none;font-size:.88rem;color:var(--muted);max-width:60rem}
    .panels{display:flex;flex-wrap:wrap;gap:1rem;margin:.4rem 0}figure{margin:0;break-inside:avoid}
    section{break-inside:auto}details{margin:.4rem 0}summary{cursor:pointer;color:var(--muted)}
    pre{overflow-x:auto;font-size:.8rem;line-height:1.4;border:1px solid var(--rule);padding:.8rem;border-radius:6px}
    .graph{overflow:auto;max-height:38rem;background:#fff;border:1px solid var(--rule)}
    code{font-size:.85em}.gap{border-left:4px solid var(--hurt);padding:.3rem .8rem}
    @media print{body{max-width:none;padding:0;font-size:11pt}.scroll,pre,.graph{overflow:visible;max-height:none}\
    nav{display:none}pre{white-space:pre-wrap}}

    """
}
