using ModelGen.CudaStandIn.Execution;
using ModelGen.CudaStandIn.Ptx;

namespace ModelGen.CudaStandIn.Tests;

/// <summary>What is wrong with a text is said when it is loaded.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData("ret;\n  frobnicate.f32 %f1, %f2;", "line 21: the instruction 'frobnicate.f32' is not known")]
    [InlineData("add.ftz.f32 %f1, %f2, %f3;", "line 20: the instruction 'add.ftz.f32' is not known")]
    [InlineData("add.s32 %r1, %f1, %r2;", "line 20: add.s32, operand 2: a value of .s32 expected")]
    [InlineData("add.f32 %f1, %fd1, %f2;", "line 20: add.f32, operand 2: a value of .f32 expected")]
    [InlineData("add.s32 %r1, %r2;", "line 20: add.s32, operand 2: an operand is missing")]
    [InlineData("add.s32 %r1, %r2, %r3, %r4;", "line 20: add.s32, operand 3: there are too many operands")]
    [InlineData("add.s32 %r1, %r2, %r99;", "line 20: add.s32, operand 3: a value of .s32 expected")]
    [InlineData("bra NOWHERE;", "line 20: bra, operand 1: a label expected")]
    [InlineData("A: A: ret;", "line 20: the label 'A' is there twice")]
    [InlineData("@%r1 ret;", "line 20: '%r1' is no predicate")]
    [InlineData("bar.sync 1;", "line 20: bar.sync, operand 1: only 0 is known here")]
    [InlineData("ld.param.b64 %rd5, [out+8];", "line 20: ld.param.b64, operand 2: 8 bytes at 8 are not a part of the parameter 'out'")]
    [InlineData("ld.param.b64 %rd5, [other];", "line 20: ld.param.b64, operand 2: a parameter expected")]
    [InlineData("ld.global.b32 %r1, [%r2];", "line 20: ld.global.b32, operand 2: an address in a register of 64 bits expected")]
    [InlineData("ld.global.b32 %rs1, [%rd2];", "line 20: ld.global.b32, operand 1: a register for .b32 expected")]
    [InlineData("mov.b32 %r1, 12x;", "line 20: '12x' is no number")]
    [InlineData(".local .b32 x;", "line 20: the directive '.local' is not known")]
    [InlineData("ret", "line 21: a word expected, '}' found")]
    [InlineData(".shared .b8 more[48129];", "line 5: the kernel 'test' uses 49153 bytes of shared memory; 49152 are there")]
    public void A_body(string body, string message) => Assert.Equal(message, Assert.Throws<PtxException>(() => ModuleParser.Parse(StandInDevice.Text(body))).Message);

    [Theory]
    [InlineData(".version 7.0", "line 1: there is no .target")]
    [InlineData(".target gfx9", "line 1: the target 'gfx9' is not known")]
    [InlineData(".target sm_75\n.address_size 32", "line 2: only addresses of 64 bits are known")]
    [InlineData(".target sm_75\n.func f() { ret; }", "line 2: the directive '.func' is not known")]
    [InlineData(".target sm_75\n.visible .entry f(.param .q32 x) { ret; }", "line 2: a type expected, '.q32' found")]
    [InlineData(".target sm_75\n.visible .entry f() { ret;", "line 2: the text ends too early")]
    [InlineData(".target sm_75\n.visible .entry f() { ret; }\n.visible .entry f() { ret; }", "line 3: there are two kernels named 'f'")]
    public void A_module(string text, string message) => Assert.Equal(message, Assert.Throws<PtxException>(() => ModuleParser.Parse(text)).Message);

    [Fact]
    public void What_a_launch_may_ask_for_is_read()
    {
        Module module = ModuleParser.Parse("""
            // A comment.
            .target sm_86
            .visible .entry f(.param .b32 a, .param .align 8 .b8 b[16], .param .b8 c)
            .maxntid 16, 4, 1
            { .shared .align 4 .b8 one[5]; .shared .align 16 .b8 two[8]; st.shared.b8 [one], 1; ret; }
            """);
        Kernel kernel = module.Kernels["f"];
        Assert.Equal(86, module.Architecture);
        Assert.Equal([(0, 4), (8, 16), (24, 1)], kernel.Parameters);
        Assert.Equal((24, 1, 64), (kernel.SharedBytes, kernel.SharedGranule, kernel.MostThreads));
    }
}
