"""Writes the parts that a screen reader is told into a finished file."""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from isteam_app.letters.tags import Part, Structure


def attach(pdf: Pdf, structure: Structure) -> None:
    """Write the parts into a file whose pages are the ones they were drawn on.

    A file that has parts already keeps them: these are read after them, and belong to
    its last pages.
    """
    pages = [page.obj for page in pdf.pages][-len(structure.pages) :]
    root, document = _trunk(pdf)
    written: dict[int, Object] = {}
    for kid in structure.document.kids:
        if isinstance(kid, Part):
            document.K.append(_written(pdf, kid, document, pages, written))
    next_key = int(root.ParentTreeNextKey)
    for number, page in enumerate(pages, start=next_key):
        marked = structure.pages[number - next_key]
        owners = pdf.make_indirect(Array([written[id(part)] for part in marked]))
        root.ParentTree.Nums.append(number)
        root.ParentTree.Nums.append(owners)
        page.StructParents = number
        page.Tabs = Name.S
    root.ParentTreeNextKey = next_key + len(pages)


def _trunk(pdf: Pdf) -> tuple[Object, Object]:
    """Return the root of a file's parts and the part that holds all others."""
    if "/StructTreeRoot" not in pdf.Root:
        root = pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                ParentTree=pdf.make_indirect(Dictionary(Nums=Array())),
                ParentTreeNextKey=0,
            )
        )
        document = Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array())
        root.K = pdf.make_indirect(document)
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
    made = pdf.Root.StructTreeRoot
    return made, made.K


def _written(
    pdf: Pdf,
    part: Part,
    parent: Object,
    pages: Sequence[Object],
    written: dict[int, Object],
) -> Object:
    """Write one part and all below it."""
    made = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name(f"/{part.role}"), P=parent)
    )
    written[id(part)] = made
    if part.said:
        made.Alt = String(part.said)
    if part.read:
        made.ActualText = String(part.read)
    if part.facts:
        made.A = Object.parse(part.facts)
    kids: list[Object | int] = []
    for kid in part.kids:
        if isinstance(kid, Part):
            kids.append(_written(pdf, kid, made, pages, written))
        elif "/Pg" not in made:
            made.Pg = pages[kid.page]
            kids.append(kid.number)
            first = kid.page
        elif kid.page == first:
            kids.append(kid.number)
        else:
            kids.append(Dictionary(Type=Name.MCR, Pg=pages[kid.page], MCID=kid.number))
    made.K = kids[0] if len(kids) == 1 else Array(kids)
    return made
