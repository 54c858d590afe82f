namespace Attune.Training;

internal static partial class StoryText
{
    private const string Things = """
        = Thing
        kite, ball, doll, drum, balloon, hat, book, toy boat, umbrella, whistle, lantern, necklace, teddy bear, paper plane, spinning top, puppet, bell, feather, crown, ring,
        flute, key, marble, button, medal, coin, parasol, toy train, mirror, bracelet, compass, spyglass, diary, pencil, paintbrush, ribbon, rattle, music box, watch, yo-yo,
        mask, wand, comb, fan, thimble, seashell, pebble, jewel, locket, flag, skipping rope, tambourine, harmonica, magnet, puzzle, snow globe, notebook, stamp, badge, cap,
        brooch, pearl, bonnet, tiara, chess piece, dice cup, pinwheel, rocking horse, toy soldier, wooden duck, satchel, picture, postcard, letter, riddle book, songbook, cushion, blanket, pillow, quilt,
        candle, telescope, magnifying glass, kaleidoscope, hourglass, boomerang, bow tie, earring, figurine, globe, horseshoe, sketchbook, jigsaw, keyring, lamp, mitten, nutcracker, peg, pendant, pinecone,
        purse, quill, rag doll, rosette, ruler, sandal, slipper, sling, souvenir, spinning wheel, stone, sword, tassel, teaspoon, trinket, trumpet, walking stick, wallet, wig, xylophone

        = ThingTrait
        red, shiny, old, wooden, golden, silver, favourite, new, striped, pretty, tiny, big, magic, precious, round, painted, beautiful, broken, glittering, colourful,
        blue, soft, heavy, rusty, dusty, sparkling, spotted, strange, fancy, ancient, handmade, carved, crooked, dented, elegant, flat, fragile, glass, iron, knitted,
        lucky, odd, plain, polished, ragged, rare, royal, scratched, simple, smooth, square, stitched, secret, tattered, thin, tin, velvet, woolly, woven, wonderful,
        bronze, checked, chequered, chipped, clay, copper, cracked, crumpled, curious, dotted, embroidered, enchanted, faded, feathered, flowery, foreign, frayed, gleaming, grubby, hollow,
        jingling, leather, little, lopsided, marbled, mended, musical, oval, patched, patterned, pocket-sized, porcelain, second-hand, sequined, silken, squeaky, starry, sticky, three-cornered, wobbly

        = Colour
        red, blue, green, yellow, white, brown, pink, orange, black, purple, grey, golden, violet, silver, turquoise, crimson, scarlet, cream, lilac, sky-blue,
        emerald, indigo, amber, rose-red, snow-white, beige, mint-green, mustard, olive-green, coppery

        = Clothing
        hat, coat, scarf, jacket, cap, shirt, cloak, dress, apron, sweater, vest, bonnet, hood, belt, ribbon, cape, cardigan, raincoat, waistcoat, nightcap,
        shawl, tunic, bow tie, straw hat, nightgown, kilt, beret, collar, turban, poncho, kerchief, top hat, jersey, headband, sash

        = Container
        basket, box, bag, pocket, jar, bucket, chest, backpack, drawer, suitcase, bowl, barrel, sack, trunk, wheelbarrow, teapot, crate, pot, handbag, cupboard,
        wagon, jug, flowerpot, picnic basket, treasure chest, hatbox, bathtub, shoebox, pram, birdcage

        = Furniture
        bed, table, chair, sofa, stove, cupboard, bench, carpet, bookcase, piano, stairs, wardrobe, armchair, sink, bathtub, desk, rug, doormat, cradle, fireplace,
        mattress, footstool, dresser, washing line, hammock

        = Junk
        sock, boot, spoon, nail, cork, potato, shoelace, fork, teacup, brick, saucepan, broomstick, wheel, toothbrush, envelope, egg cup, funnel, doorknob, ladle, bone,
        candlestick, clothes peg, snail shell, sieve, stocking

        = Tool
        hammer, rope, spade, ladder, lantern, saw, bucket, needle, broom, net, shovel, hook, rake, brush, torch, pair of pliers, axe, crowbar, fishing rod, screwdriver,
        pickaxe, drill, pitchfork, wrench, chisel, paddle, pulley, trowel, wooden pole, long stick

        = Instrument
        violin, guitar, trumpet, drum, flute, piano, harp, accordion, cello, tuba, banjo, trombone, clarinet, bagpipe, horn, organ, mandolin, lute, fiddle, triangle

        = Fragile
        vase, teapot, mirror, window, plate, jug, lamp, clock, bowl, statue, teacup, picture frame, flowerpot, music box, glass swan, sugar bowl, cake stand, china dog, goblet, aquarium

        = Material
        wood, straw, stones, planks, bricks, clay, sand, nails, moss, branches, tiles, paint, logs, reeds, mortar, boards, pebbles, twigs, canvas, tar

        = Food
        apple, cake, biscuit, pancake, pear, bun, pie, plum, sandwich, muffin, carrot, cherry, cookie, peach, waffle, strawberry, nut, orange, lemon tart, sausage,
        banana, dumpling, egg, potato, tomato, walnut, pretzel, pastry, lollipop, grape, doughnut, cheese roll, mushroom pie, turnip, radish, chestnut, apricot, raspberry, blueberry, melon,
        pumpkin tart, cucumber, onion, hazelnut, almond, date, fig, mango, pineapple, coconut, blackberry, gingerbread man, honey cake, jam roll, fish cake, meatball, noodle, omelette, olive, pickle,
        cinnamon roll, crumpet, croissant, cupcake, fritter, gooseberry, herring, kipper, meringue, nectarine, oatcake, peanut, pizza, quince, raisin, rhubarb pie, sardine, scone, toffee, truffle

        = Cake
        cake, pie, apple pie, loaf, honey cake, plum tart, pizza, gingerbread house, cherry cake, carrot cake, pudding, lemon cake, nut cake, pumpkin pie, birthday cake, strudel, cheesecake, sponge cake, trifle, plaited loaf

        = Ingredient
        flour, sugar, butter, milk, honey, cream, salt, yeast, cinnamon, chocolate, cheese, jam, oil, vanilla, ginger, syrup, pepper, cocoa, nutmeg, saffron

        = Drink
        cup of tea, glass of milk, mug of cocoa, cup of hot chocolate, glass of lemonade, bowl of soup, glass of apple juice, jug of water, cup of coffee, mug of cider, bowl of porridge, glass of ginger beer, cup of broth, bottle of elderberry juice, flask of peppermint tea

        = Seed seeds
        bean | beans
        pumpkin | pumpkins
        sunflower | sunflowers
        carrot | carrots
        pea | peas
        apple tree | apples
        cherry tree | cherries
        turnip | turnips
        melon | melons
        cabbage | cabbages
        pear tree | pears
        rose | roses
        strawberry | strawberries
        tomato | tomatoes
        leek | leeks
        grapevine | grapes
        walnut tree | walnuts
        cucumber | cucumbers
        beetroot | beetroots
        lettuce | lettuces
        """;
}
