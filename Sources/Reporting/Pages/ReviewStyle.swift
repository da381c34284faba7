/// The style sheet of pages for reviewers: light and dark, on phones, on wide screens and on paper.
enum ReviewStyle {
  /// The sheet.
  static let text =
    ReportStyle.colours + """
      :root{--tint:#f4f6f8;--mark:#e3eef6;--new:#00704f;--gone:#a8430a;--changed:#0072b2}
      @media screen and (prefers-color-scheme:dark){:root{--tint:#1e2226;--mark:#23323e;--new:#3fc79a;--gone:#ff8f4f;\
      --changed:#6cb6f0}}
      *{box-sizing:border-box}[hidden]{display:none!important}
      body{margin:0 auto;max-width:76rem;padding:1.6rem clamp(.8rem,3vw,2rem);background:var(--ground);color:var(--text);\
      font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
      code,kbd{font:.88em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;unicode-bidi:isolate}
      header{border-bottom:1px solid var(--rule);margin-bottom:1.2rem;padding-bottom:.6rem}
      .kind{margin:0;color:var(--muted);font-size:.8rem;letter-spacing:.06em;text-transform:uppercase}
      h1{font-size:1.55rem;line-height:1.25;margin:.1rem 0 .3rem;unicode-bidi:isolate}h1 code{font-size:.8em}
      h2{font-size:1.1rem;margin:2rem 0 .5rem;break-after:avoid}h2.side{font-size:1.2rem;margin-top:2.6rem}
      h3{font-size:1rem;margin:1.4rem 0 .3rem}.lead{margin:0;color:var(--muted)}.muted{color:var(--muted)}
      .gap{border-left:3px solid var(--hurt);padding:.1rem .8rem;margin:.8rem 0;max-width:60rem}
      .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.7rem;margin:0}
      .tiles div{background:var(--tint);border-radius:6px;padding:.55rem .8rem}
      .tiles dt{color:var(--muted);font-size:.82rem}.tiles dd{margin:0;line-height:1.3}
      .tiles b{display:block;font-size:1.25rem;font-weight:600;font-variant-numeric:tabular-nums}
      .tiles span{color:var(--muted);font-size:.85rem}
      table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
      th,td{padding:.3rem .9rem .3rem 0;text-align:left;vertical-align:baseline;font-weight:400}
      th:last-child,td:last-child{padding-right:0}
      thead th{color:var(--muted);font-size:.82rem;border-bottom:1px solid var(--text)}
      tbody tr{border-bottom:1px solid var(--rule)}th.n,td.n{text-align:right;white-space:nowrap;width:1%}
      .reason{color:var(--muted);min-width:10rem}.stages th:first-child{min-width:12rem}
      .share{white-space:nowrap}.share span{display:inline-block;width:3.6em;text-align:right}
      .bar{width:4.5rem;height:.55rem;vertical-align:baseline;background:var(--rule);border-radius:2px;\
      print-color-adjust:exact;-webkit-print-color-adjust:exact}
      .bar rect{fill:var(--shade)}.beyond .bar rect{fill:var(--hurt)}.beyond .reason{color:var(--hurt)}
      table.budget,table.path{width:auto}.budget td.n,.path td.n{width:auto}.budget th{white-space:nowrap}
      .variants th:first-child{min-width:7rem}.path th{min-width:6rem}.budget .bar,.path .bar{width:9rem}
      .sign{display:inline-block;width:1.1em;font-weight:700}
      .new .sign,ins{color:var(--new)}.gone .sign,del{color:var(--gone)}.changed .sign{color:var(--changed)}
      .stored .sign,.unneeded .sign{color:var(--muted)}.stored code,.unneeded code,.gone th code{color:var(--muted)}
      ins{text-decoration:none;font-weight:600}del{text-decoration:line-through 1px}
      ins,del{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.88em;\
      unicode-bidi:isolate}
      .causes{list-style:none;margin:0;padding:0}
      .causes>li{border:1px solid var(--rule);border-left:3px solid var(--changed);border-radius:4px;\
      padding:.5rem .9rem;margin:.6rem 0;break-inside:avoid}
      .causes p{margin:0}.change{font-size:1.02rem}.change .path{font-weight:600}
      .places{display:grid;grid-template-columns:auto 1fr;gap:0 .7rem;margin:.2rem 0;font-size:.86rem;color:var(--muted)}
      .places dd{margin:0}.follows{font-size:.95rem}
      .purposes{display:flex;flex-wrap:wrap;gap:.3rem;list-style:none;margin:.4rem 0 0;padding:0}
      .causes button{margin-top:.35rem;font-size:.88rem}article .variants{width:auto;min-width:50%}
      .purposes li{background:var(--tint);border-radius:3px;padding:0 .45rem;font-size:.82rem}
      #filter{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.5rem .7rem;align-items:end;\
      margin:.2rem 0 .8rem;padding:.7rem;background:var(--tint);border-radius:6px}
      #filter label{display:block;min-width:0}#filter label>span{display:block;font-size:.82rem;color:var(--muted)}
      #filter .wide{grid-column:span 2}#filter .check{display:flex;gap:.4rem;align-items:center;padding:.35rem 0}
      #filter .check span{color:var(--text);font-size:.9rem}
      #filter .state{grid-column:1/-1;margin:0;display:flex;flex-wrap:wrap;gap:.2rem .9rem;align-items:baseline;\
      font-size:.88rem}
      .keys{color:var(--muted);margin-left:auto}kbd{border:1px solid var(--rule);border-radius:3px;padding:0 .3em}
      input,select,button{font:inherit;color:inherit}
      input[type=search],select{width:100%;padding:.3rem .45rem;background:var(--ground);border:1px solid var(--muted);\
      border-radius:4px}
      input[type=checkbox]{accent-color:var(--shade);width:1.05rem;height:1.05rem;margin:0}
      button{background:none;border:0;padding:0;text-align:left;cursor:pointer}
      button.plain,#filter button{color:var(--shade);text-decoration:underline;text-underline-offset:.15em}
      .fold::before{content:"▸";display:inline-block;width:1.1em;color:var(--muted)}
      .fold[aria-expanded=true]::before{content:"▾"}
      :focus-visible{outline:2px solid var(--shade);outline-offset:2px;border-radius:3px}
      tr:has(.fold:focus-visible){background:var(--mark)}
      tr.stage th{padding-left:1.6rem}tr.stage{border-bottom-style:dotted}
      tr.detail>td{padding:.2rem 0 .6rem 2.8rem}tr.more th{padding-left:2.8rem}
      .detail dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .9rem;margin:0;font-size:.88rem}
      .detail dt{color:var(--muted)}.detail dd{margin:0;min-width:0}
      details{margin:1.2rem 0}summary{cursor:pointer;color:var(--muted)}
      footer{margin-top:2.5rem;padding-top:.6rem;border-top:1px solid var(--rule);color:var(--muted);font-size:.85rem}
      footer p{margin:.1rem 0}
      @media screen and (max-width:44rem){
      body{font-size:15px}thead{display:none}table,tbody{display:block}
      tbody tr{display:flex;flex-wrap:wrap;gap:0 .9rem;padding:.45rem 0;align-items:baseline}
      th,td,.stages th:first-child{padding:0;min-width:0}tbody th{flex:1 0 100%}.reason{flex:1 0 100%}
      th.n,td.n{text-align:left;width:auto}td:empty{display:none}
      td[data-label]::before{content:attr(data-label) " ";color:var(--muted);font-size:.82rem}
      td.share::before{content:none}.share span{width:auto;padding-left:.4em}.bar,.budget .bar,.path .bar{width:4.5rem}
      table.budget,table.path{width:100%}tr.stage th{padding-left:1rem}
      tr.detail>td{padding:.2rem 0 .2rem 1rem;flex:1 0 100%}
      .detail dl{grid-template-columns:1fr}.keys{display:none}
      }
      @media print{
      body{max-width:none;padding:0;font-size:10pt}#filter,.causes button{display:none}
      a{color:inherit}tr{break-inside:avoid}.tiles div,.purposes li{background:none;border:1px solid var(--rule)}
      .fold::before{content:none}
      }

      """
}
