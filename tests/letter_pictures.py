"""Made-up pictures: logos and signatures as they come from other programs."""

from io import BytesIO

from PIL import Image, ImageDraw

BOX = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"'


def svg(inside: str, head: str = BOX) -> bytes:
    return f"<svg {head}>{inside}</svg>".encode()


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def blank(width: int, height: int, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (width, height))


def signature() -> bytes:
    """Return a scribble on a clear ground."""
    image = blank(800, 260, "RGBA")
    pen = ImageDraw.Draw(image)
    pen.line([(20, 200), (200, 40), (260, 220), (420, 90), (780, 130)], "navy", 12)
    return saved(image)


LOGO = svg('<rect width="100" height="40" rx="8" fill="#0b5a70"/>')
DRAWINGS = {
    "shapes": '<rect x="5" y="5" width="40" height="30" fill="#c33"/>'
    '<rect x="50" y="5" width="40" height="30" rx="9" ry="4" fill="green"/>'
    '<circle cx="25" cy="65" r="20" fill="rgb(10,20,200)"/>'
    '<ellipse cx="70" cy="65" rx="25" ry="12" fill="orange"/>',
    "lines": '<line x1="5" y1="5" x2="95" y2="20" stroke="red" stroke-width="4"/>'
    '<polyline points="5,30 50,90 95,30" fill="none" stroke="blue" stroke-width="6"'
    ' stroke-linejoin="round" stroke-linecap="round"/>'
    '<polygon points="40,10 60,10 50,30" fill="purple"/>',
    "curves": '<path d="M10 80C40 10 65 10 95 80S150 150 20 90" fill="teal"/>'
    '<path d="M10 30Q52.5 5 95 30T10 60z" fill="gold"/>',
    "arcs": '<path d="M10 50A40 30 0 1 1 90 50Z" fill="brown"/>'
    '<path d="m10 70a20 10 30 0 1 40 0a5 9 0 1 0 30 10l-60-1e0z" fill="black"/>'
    '<path d="M60 90a6 6 0 012 4z" fill="red"/>',
    "relative": '<path d="m10 10h80v20h-80zm0 40l20 30 20-30H90V90h-80" fill="gray"/>',
    "even-odd": '<path d="M10 10H90V90H10ZM30 30H70V70H30Z" fill-rule="evenodd"/>',
    "hole": '<path d="M10 10H90V90H10ZM30 30V70H70V30Z" fill="#123456"/>',
    "turned": '<g transform="rotate(30 50 50) scale(.6 .8)" fill="navy">'
    '<rect x="40" y="20" width="60" height="60"/>'
    '<path transform="translate(20) skewX(20)" d="M0 0H30V20H0z" fill="red"/></g>',
    "matrix": '<g transform="matrix(.5 .2 -.3 .7 40 5)"><circle cx="40" cy="50" r="35"'
    ' stroke="red" stroke-width="9" fill="none"/></g>',
    "clear": '<rect width="100" height="20" fill="blue" opacity=".25"/>'
    '<g opacity=".5"><circle cx="50" cy="60" r="30" fill-opacity=".5"/></g>',
    "tiny": '<g transform="scale(.01)"><circle cx="5000" cy="5000" r="4000" '
    'stroke="red" stroke-width="500"/></g>',
    "classes": "<defs><style>.a,.b{fill:#e11} /* x */ .b { stroke:#111;"
    "stroke-width:5px }</style></defs><title>A logo</title>"
    '<rect class="a" x="5" y="5" width="40" height="90"/>'
    '<rect class="b" style="fill:#0a0" x="55" y="5" width="40" height="90"/>',
    "beyond": '<circle cx="100" cy="100" r="60" fill="crimson"/>',
    "hidden": '<g display="none"><rect width="100" height="100"/></g>'
    '<rect width="50" height="50" visibility="hidden"/>'
    '<rect x="50" y="50" width="30" height="30" fill="none" stroke="#555"/>',
}
